/**
 * Runs on other sites, from the bookmarks: looks for the picture that the page is, else for the largest one on the
 * screen. Written so that its own text is the program.
 */
function program(place: string) {
  const area = (image: HTMLImageElement) => {
    const { left, right, top, bottom } = image.getBoundingClientRect()
    const wide = Math.min(right, window.innerWidth) - Math.max(left, 0)
    const high = Math.min(bottom, window.innerHeight) - Math.max(top, 0)
    return Math.max(0, wide) * Math.max(0, high)
  }
  const pictures = [...document.images]
    .filter(({ currentSrc }) => /^https?:/.test(currentSrc))
    .sort((one, other) => area(other) - area(one))
  const url = document.contentType.startsWith('image/')
    ? window.location.href
    : pictures[0]?.currentSrc
  if (url) window.open(place + encodeURIComponent(url))
  else window.alert('There is no picture on this page.')
}

/** The address of the bookmark. */
export const bookmarklet = (origin: string): string =>
  `javascript:${encodeURIComponent(`(${String(program)})(${JSON.stringify(`${origin}/image-search?url=`)})`)}`
