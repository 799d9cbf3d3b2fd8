import { afterEach, expect, it, vi } from 'vitest'
import { bookmarklet } from './bookmarklet'

afterEach(() => (document.body.innerHTML = ''))

function press() {
  const opened = vi.spyOn(window, 'open').mockReturnValue(null)
  const told = vi.spyOn(window, 'alert').mockReturnValue()
  const address = bookmarklet('https://fovea.example')
  expect(address.startsWith('javascript:')).toBe(true)
  // What a browser does with the address of a bookmark.
  new Function(decodeURIComponent(address.slice('javascript:'.length)))()
  return { opened, told }
}
function picture(src: string, width: number, left = 0) {
  const image = document.createElement('img')
  Object.defineProperty(image, 'currentSrc', { value: src })
  image.getBoundingClientRect = () => new DOMRect(left, 0, width, 100)
  document.body.append(image)
}

it('looks for the largest picture on the screen', () => {
  picture('https://a.example/icon.png', 16)
  picture('https://a.example/b.jpg?x=1&y=2', 400)
  picture('https://a.example/beside.jpg', 900, 5_000)
  picture('data:image/gif;base64,AAAA', 1_000)
  expect(press().opened).toHaveBeenCalledWith(
    'https://fovea.example/image-search?url=https%3A%2F%2Fa.example%2Fb.jpg%3Fx%3D1%26y%3D2',
  )
})

it('says so where there is none', () => {
  const { opened, told } = press()
  expect(opened).not.toHaveBeenCalled()
  expect(told).toHaveBeenCalled()
})
