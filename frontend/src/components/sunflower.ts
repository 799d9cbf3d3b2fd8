const goldenAngle = Math.PI * (3 - Math.sqrt(5))

/**
 * `count` points spread evenly over the unit disc, the middle first (Vogel's spiral, H. Vogel 1979,
 * "A better way to construct the sunflower head"). Cones lie in the fovea much like this.
 */
export function sunflower(count: number): { x: number; y: number }[] {
  return Array.from({ length: count }, (_, index) => {
    const radius = Math.sqrt((index + 0.5) / count)
    return {
      x: radius * Math.cos(index * goldenAngle),
      y: radius * Math.sin(index * goldenAngle),
    }
  })
}

/** The points from..to of a sunflower as one SVG path of dots in a 0..size square. */
export function dotsPath(options: {
  count: number
  from: number
  to: number
  size: number
  dot: number
}): string {
  const middle = options.size / 2
  const reach = middle - options.dot
  return sunflower(options.count)
    .slice(options.from, options.to)
    .map(({ x, y }) => {
      const left = (middle + x * reach - options.dot).toFixed(2)
      const top = (middle + y * reach).toFixed(2)
      const r = options.dot
      return `M${left} ${top}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`
    })
    .join('')
}
