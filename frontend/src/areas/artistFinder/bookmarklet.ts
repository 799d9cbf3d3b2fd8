/** Runs on other sites, from the bookmarks: gives the page to this one. Written so that its own text is the program. */
function program(place: string) {
  window.open(place + encodeURIComponent(window.location.href))
}

/** The address of the bookmark. */
export const bookmarklet = (origin: string): string =>
  `javascript:${encodeURIComponent(`(${String(program)})(${JSON.stringify(`${origin}/artists?url=`)})`)}`
