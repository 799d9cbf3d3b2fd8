import { computed, ref } from 'vue'

const least = 1
const most = 16
const step = 1.5

/**
 * Looking closer at pictures, all of them at the same place: `scale`, and by how much of a picture's own width and
 * height it is moved. Give `handlers` to what is dragged, scrolled and pinched.
 */
export function useZoom() {
  const scale = ref(1)
  const x = ref(0)
  const y = ref(0)
  const fingers = new Map<number, { x: number; y: number }>()
  const within = (value: number, end: number) => Math.min(end, Math.max(-end, value))

  function move(byX: number, byY: number) {
    const end = (scale.value - 1) / 2
    x.value = within(x.value + byX, end)
    y.value = within(y.value + byY, end)
  }
  /** Changes the scale; what lies at a place (0, 0 is the middle) stays there. */
  function zoom(factor: number, atX = 0, atY = 0) {
    const before = scale.value
    scale.value = Math.min(most, Math.max(least, before * factor))
    const grown = scale.value / before
    move((atX - x.value) * (1 - grown), (atY - y.value) * (1 - grown))
  }
  const boxOf = (event: PointerEvent | WheelEvent) =>
    (event.currentTarget as Element).getBoundingClientRect()
  const spread = () => {
    const [one, other] = [...fingers.values()]
    return one && other ? Math.hypot(one.x - other.x, one.y - other.y) : 0
  }
  function wheel(event: WheelEvent) {
    event.preventDefault()
    const { left, top, width, height } = boxOf(event)
    zoom(
      Math.exp(-event.deltaY / 400),
      (event.clientX - left) / width - 0.5,
      (event.clientY - top) / height - 0.5,
    )
  }
  function press(event: PointerEvent) {
    ;(event.currentTarget as Element).setPointerCapture?.(event.pointerId)
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY })
  }
  function drag(event: PointerEvent) {
    const before = fingers.get(event.pointerId)
    if (!before) return
    const { width, height } = boxOf(event)
    const apart = spread()
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY })
    if (fingers.size === 2 && apart > 0) zoom(spread() / apart)
    move(
      (event.clientX - before.x) / width / fingers.size,
      (event.clientY - before.y) / height / fingers.size,
    )
  }
  const lift = (event: PointerEvent) => void fingers.delete(event.pointerId)

  return {
    scale,
    percent: computed(() => Math.round(scale.value * 100)),
    atLeast: computed(() => scale.value <= least),
    atMost: computed(() => scale.value >= most),
    style: computed(() => ({
      transform: `translate(${x.value * 100}%, ${y.value * 100}%) scale(${scale.value})`,
    })),
    zoomIn: () => zoom(step),
    zoomOut: () => zoom(1 / step),
    fit: () => {
      scale.value = 1
      move(0, 0)
    },
    handlers: {
      wheel,
      pointerdown: press,
      pointermove: drag,
      pointerup: lift,
      pointercancel: lift,
    },
  }
}
export type Zoom = ReturnType<typeof useZoom>
