import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue'

/**
 * Size of an element and its distance from the top of the document, in pixels; follows resizing, and whatever
 * grows or shrinks above it.
 */
export function useElementBox(element: Ref<HTMLElement | null>) {
  const width = ref(0)
  const height = ref(0)
  const top = ref(0)

  function measure() {
    const box = element.value?.getBoundingClientRect()
    if (!box) return
    width.value = Math.floor(box.width)
    height.value = Math.floor(box.height)
    top.value = Math.round(box.top + window.scrollY)
  }

  let observer: ResizeObserver | undefined
  onMounted(() => {
    measure()
    if (typeof ResizeObserver === 'undefined') return
    observer = new ResizeObserver(measure)
    observer.observe(document.body)
    if (element.value) observer.observe(element.value)
  })
  onBeforeUnmount(() => observer?.disconnect())
  return { width, height, top }
}
