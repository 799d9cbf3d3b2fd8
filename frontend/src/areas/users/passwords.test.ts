import { expect, it } from 'vitest'
import { madeUpPassword } from './passwords'

it('makes up another password each time, without signs that look alike', () => {
  const made = Array.from({ length: 200 }, madeUpPassword)
  expect(new Set(made).size).toBe(200)
  for (const password of made)
    expect(password).toMatch(/^([a-hjkmnp-z2-9]{5}-){3}[a-hjkmnp-z2-9]{5}$/)
  const signs = new Set(made.join('').replaceAll('-', ''))
  expect(signs.size).toBe(31)
})
