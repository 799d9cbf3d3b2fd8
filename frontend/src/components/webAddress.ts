/** Whether something that a source told may be linked to: an address of the web, and no script. */
export const isWebAddress = (url: string | null): url is string =>
  url !== null && /^https?:\/\//i.test(url)
