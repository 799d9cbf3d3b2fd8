/** An address as one reads it: `pixiv.net/users/12`, without what every address has. */
export function addressWords(address: string): string {
  if (!URL.canParse(address)) return address
  const { hostname, pathname, search } = new URL(address)
  return `${hostname.replace(/^www\./, '')}${pathname.replace(/\/$/, '')}${search}`
}

/** `pixiv.net`. */
export const siteWords = (address: string): string =>
  URL.canParse(address) ? new URL(address).hostname.replace(/^www\./, '') : address

export { isWebAddress as isWeb } from '@/components/webAddress'
