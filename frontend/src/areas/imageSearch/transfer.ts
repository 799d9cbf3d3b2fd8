import { recognised, type Given } from './given'

/** What was dropped or pasted, as far as it is something to look for. */
export type Brought = { file: File } | { given: Given } | { nothing: string }

const firstPicture = (html: string): string =>
  new DOMParser().parseFromString(html, 'text/html').querySelector('img')?.getAttribute('src') ?? ''
const firstAddress = (list: string): string =>
  list.split(/\r?\n/).find((line) => line !== '' && !line.startsWith('#')) ?? ''

/** A picture that is written into its address (`data:`), as a file. */
function embedded(address: string): File | null {
  const parts = /^data:(image\/[\w.+-]+);base64,(.+)$/s.exec(address.trim())
  if (!parts?.[1] || !parts[2]) return null
  try {
    const bytes = Uint8Array.from(atob(parts[2]), (letter) => letter.charCodeAt(0))
    return new File([bytes], 'picture', { type: parts[1] })
  } catch {
    return null
  }
}

/**
 * What somebody dropped or pasted. A picture of this library first, for then nothing has to be sent; then a file, for
 * with it the site that it comes from need not be asked; then the address of a picture, then any address.
 */
export function broughtBy(transfer: DataTransfer): Brought {
  const texts = [
    firstPicture(transfer.getData('text/html')),
    firstAddress(transfer.getData('text/uri-list')),
    transfer.getData('text/plain'),
  ].filter(Boolean)
  const found = texts.map((text) => recognised(text)).filter((given) => given !== null)
  const own = found.find(({ kind }) => kind === 'image')
  if (own) return { given: own }
  const files = [...transfer.files]
  const file =
    files.find(({ type }) => type.startsWith('image/')) ??
    files[0] ??
    texts.map(embedded).find((one) => one !== null)
  if (file) return { file }
  return found[0] ? { given: found[0] } : { nothing: transfer.getData('text/plain') }
}

/**
 * The same for who looks for an artist: there the page that a picture leads to says more than the picture, which the
 * browser gives along as a file.
 */
export function pageBroughtBy(transfer: DataTransfer): Brought {
  const address = firstAddress(transfer.getData('text/uri-list'))
  const page = address === firstPicture(transfer.getData('text/html')) ? null : recognised(address)
  return page?.kind === 'url' ? { given: page } : broughtBy(transfer)
}
