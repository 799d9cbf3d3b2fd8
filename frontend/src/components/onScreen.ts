import { onBeforeUnmount, onMounted, type Ref } from 'vue'

const enough = 0.5
const milliseconds = 1_000

const watched = new Map<Element, (visible: boolean) => void>()
let observer: IntersectionObserver | null = null

function sharedObserver(): IntersectionObserver | null {
  if (typeof IntersectionObserver === 'undefined') return null
  observer ??= new IntersectionObserver(
    (entries) => {
      for (const { target, intersectionRatio } of entries)
        watched.get(target)?.(intersectionRatio >= enough)
    },
    { threshold: enough },
  )
  return observer
}

/** Calls back once half of an element has been on the screen for one second without a break, page in front. */
export function useOnScreen(element: Ref<HTMLElement | null>, seen: () => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let target: HTMLElement | null = null
  const stop = () => clearTimeout(timer)

  function forget() {
    stop()
    if (!target) return
    watched.delete(target)
    observer?.unobserve(target)
    target = null
  }
  function tell() {
    // Behind another tab nobody saw it; it is asked again when that second is over.
    if (document.visibilityState === 'hidden') {
      timer = setTimeout(tell, milliseconds)
      return
    }
    forget()
    seen()
  }
  onMounted(() => {
    target = element.value
    if (!target) return
    watched.set(target, (visible) => {
      stop()
      if (visible) timer = setTimeout(tell, milliseconds)
    })
    sharedObserver()?.observe(target)
  })
  onBeforeUnmount(forget)
}
