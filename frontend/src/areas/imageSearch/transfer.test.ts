import { expect, it } from 'vitest'
import { broughtBy } from './transfer'

/** What a browser hands over; jsdom has no DataTransfer. */
const transfer = (data: Record<string, string>, files: File[] = []) =>
  ({ getData: (type: string) => data[type] ?? '', files }) as unknown as DataTransfer

const file = new File(['x'], 'a.png', { type: 'image/png' })
const html = '<a href="/post/1"><img src="https://a.example/b.jpg"></a>'

it('prefers the file of a picture that is dragged from another site', () => {
  const brought = broughtBy(transfer({ 'text/html': html }, [file]))
  expect(brought).toEqual({ file })
})

it('prefers the picture to the link around it', () => {
  const brought = broughtBy(
    transfer({ 'text/html': html, 'text/uri-list': '# a post\r\nhttps://a.example/post/1' }),
  )
  expect(brought).toEqual({ given: { kind: 'url', url: 'https://a.example/b.jpg' } })
})

it('knows a picture of this library when it is dragged in', () => {
  const own = `${window.location.origin}/library/images/7?q=sea`
  expect(broughtBy(transfer({ 'text/uri-list': own }, [file]))).toEqual({
    given: { kind: 'image', id: 7 },
  })
})

it('takes the picture among several files, and one that is written into its address', () => {
  const text = new File(['x'], 'a.txt', { type: 'text/plain' })
  expect(broughtBy(transfer({}, [text, file]))).toEqual({ file })
  const brought = broughtBy(transfer({ 'text/html': '<img src="data:image/gif;base64,R0lGODdh">' }))
  expect('file' in brought && [brought.file.type, brought.file.size]).toEqual(['image/gif', 6])
})

it('says what it could not use', () => {
  expect(broughtBy(transfer({ 'text/plain': 'hello' }))).toEqual({ nothing: 'hello' })
})
