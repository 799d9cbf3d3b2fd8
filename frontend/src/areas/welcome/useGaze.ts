import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue'

export interface Spot {
  /** Middle of a photo, in pixels of the wall. */
  x: number
  y: number
}

const dwell = 4200

/**
 * Where the wall is looked at: it rests on one photo after the other, as an eye does, until a pointer takes over.
 * Gives the index of the photo that is looked at. Stands still when asked to, and for those who want less motion.
 */
export function useGaze(spots: () => Spot[], gaze: Ref<Spot>) {
  const looking = ref(0)
  const calm = window.matchMedia?.('(prefers-reduced-motion: reduce)').matches ?? true
  const paused = ref(calm)
  const pointed = ref(false)

  function lookAt(index: number) {
    const spot = spots()[index]
    if (!spot) return
    looking.value = index
    gaze.value = spot
  }
  function point(x: number, y: number) {
    pointed.value = true
    gaze.value = { x, y }
    const distances = spots().map((spot) => Math.hypot(spot.x - x, spot.y - y))
    if (distances.length) looking.value = distances.indexOf(Math.min(...distances))
  }
  const wander = () => {
    // A stride that shares no factor with small counts visits every photo, never the neighbour next.
    if (!paused.value && !pointed.value && !document.hidden)
      lookAt((looking.value + 7) % Math.max(1, spots().length))
  }
  let timer: ReturnType<typeof setInterval> | undefined
  onMounted(() => (timer = setInterval(wander, dwell)))
  onBeforeUnmount(() => clearInterval(timer))

  return { looking, paused, pointed, lookAt, point, release: () => (pointed.value = false) }
}
