import { seeded, type Random } from './random'

/** Pictures drawn on request: landscapes of a few kinds, stable by seed. Enough to judge a page by. */

const skies = [
  ['#0b1d3a', '#e88d67', '#f7d6a0'],
  ['#7fb2d9', '#dfeef5', '#fdf3e3'],
  ['#1b1b2f', '#533a71', '#e96479'],
  ['#20323d', '#5b8a91', '#cfe0d8'],
  ['#2c3e50', '#9fb4c2', '#f2e9dc'],
  ['#111111', '#4a4a4a', '#c9c9c9'],
] as const

const hsl = (hue: number, saturation: number, light: number) =>
  `hsl(${Math.round(hue)} ${Math.round(saturation)}% ${Math.round(light)}%)`

function sky(random: Random, height: number) {
  const [top, middle, low] = random.pick(skies)
  return `<defs><linearGradient id="s" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${top}"/><stop offset=".6" stop-color="${middle}"/><stop offset="1" stop-color="${low}"/></linearGradient></defs><rect width="100%" height="${height}" fill="url(#s)"/>`
}

function ridge(random: Random, width: number, height: number, base: number, rough: number) {
  const points: string[] = []
  let y = base
  for (let x = 0; x <= width + 1; x += width / 28) {
    y += random.between(-rough, rough)
    y = Math.max(height * 0.2, Math.min(height * 0.95, y + (base - y) * 0.2))
    points.push(`${x.toFixed(0)} ${y.toFixed(0)}`)
  }
  return `M0 ${height}L${points.join('L')}L${width} ${height}Z`
}

function mountains(random: Random, width: number, height: number) {
  const hue = random.between(180, 260)
  const layers = Array.from({ length: 5 }, (_, index) => {
    const path = ridge(random, width, height, height * (0.4 + index * 0.12), height * 0.05)
    return `<path d="${path}" fill="${hsl(hue, 30 - index * 2, 62 - index * 13)}"/>`
  })
  return sky(random, height) + layers.join('')
}

function sea(random: Random, width: number, height: number) {
  const horizon = height * random.between(0.45, 0.65)
  const x = width * random.between(0.25, 0.75)
  const glints = Array.from({ length: 60 }, (_, index) => {
    const y = horizon + ((index + 1) / 60) ** 1.6 * (height - horizon)
    const length = random.between(10, 90) * (y / height)
    return `<rect x="${(x + random.between(-1, 1) * (y - horizon) * 0.5 - length / 2).toFixed(0)}" y="${y.toFixed(0)}" width="${length.toFixed(0)}" height="2" fill="#fff" opacity="${random.between(0.15, 0.6).toFixed(2)}"/>`
  })
  return `${sky(random, height)}<circle cx="${x}" cy="${horizon - height * 0.08}" r="${height * 0.06}" fill="#fff3d6"/><rect y="${horizon}" width="100%" height="${height}" fill="${hsl(random.between(190, 225), 38, 26)}"/>${glints.join('')}`
}

function bokeh(random: Random, width: number, height: number) {
  const hue = random.between(0, 360)
  const lights = Array.from({ length: 70 }, () => {
    const r = random.between(0.01, 0.07) * height
    return `<circle cx="${random.between(0, width).toFixed(0)}" cy="${random.between(0, height).toFixed(0)}" r="${r.toFixed(0)}" fill="${hsl(hue + random.between(-50, 50), 80, 65)}" opacity="${random.between(0.1, 0.55).toFixed(2)}"/>`
  })
  return `<rect width="100%" height="100%" fill="${hsl(hue, 30, 8)}"/>${lights.join('')}`
}

function facade(random: Random, width: number, height: number) {
  const columns = random.integer(4, 9)
  const rows = random.integer(4, 9)
  const hue = random.between(0, 360)
  const wide = width / columns
  const high = height / rows
  const panes = Array.from({ length: columns * rows }, (_, index) => {
    const x = (index % columns) * wide
    const y = Math.floor(index / columns) * high
    return `<path d="M${x} ${y}h${wide}l-${wide * 0.3} ${high}h-${wide * 0.7}Z" fill="${hsl(hue, 18, random.between(25, 80))}"/>`
  })
  return `<rect width="100%" height="100%" fill="${hsl(hue, 20, 18)}"/>${panes.join('')}`
}

function petals(random: Random, width: number, height: number) {
  const hue = random.between(300, 420) % 360
  const leaves = Array.from({ length: 26 }, (_, index) => {
    const reach = height * (0.62 - index * 0.02)
    return `<ellipse cx="0" cy="${-reach / 2}" rx="${reach * 0.16}" ry="${reach / 2}" fill="${hsl(hue + index, 65, 34 + index * 1.6)}" transform="rotate(${index * 137.5})"/>`
  })
  return `<rect width="100%" height="100%" fill="${hsl(hue + 120, 25, 14)}"/><g transform="translate(${width * random.between(0.4, 0.6)} ${height * 0.52})">${leaves.join('')}<circle r="${height * 0.06}" fill="#f3d55b"/></g>`
}

const kinds = [mountains, sea, bokeh, facade, petals, mountains, sea]

/** An SVG of this size for a photo's number. */
export function picture(seed: number, width: number, height: number): string {
  const random = seeded(seed * 7919 + 13)
  const draw = random.pick(kinds)
  const grain =
    '<filter id="g"><feTurbulence type="fractalNoise" baseFrequency=".8" numOctaves="2"/><feColorMatrix values="0 0 0 0 .5 0 0 0 0 .5 0 0 0 0 .5 0 0 0 .35 0"/></filter><rect width="100%" height="100%" filter="url(#g)" opacity=".35"/>'
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${draw(random, width, height)}${grain}</svg>`
}

export function face(seed: number): string {
  const random = seeded(seed * 104729)
  const hue = random.between(0, 360)
  return `<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96" viewBox="0 0 96 96"><rect width="96" height="96" fill="${hsl(hue, 35, 62)}"/><circle cx="48" cy="38" r="17" fill="${hsl(hue + 30, 35, 25)}"/><path d="M12 100a36 36 0 0 1 72 0Z" fill="${hsl(hue + 200, 35, 35)}"/></svg>`
}
