import { flushPromises } from '@vue/test-utils'
import { useInfiniteQuery } from '@tanstack/vue-query'
import { expect, it } from 'vitest'
import { computed, defineComponent, h } from 'vue'
import { Problem } from '@/api/problem'
import { byName, mountPage, textOf } from '@/testing/mountPage'
import PagedList from './PagedList.vue'

type Page = { items: string[]; next: number | null }

/** A list whose pages are given by `read`; what is thrown there is what went wrong. */
function listOf(read: (page: number) => Page | Promise<Page>) {
  return defineComponent(() => {
    const query = useInfiniteQuery({
      queryKey: ['paged'],
      initialPageParam: 0,
      queryFn: ({ pageParam }) => read(pageParam),
      getNextPageParam: ({ next }: Page) => next,
    })
    const items = computed(() => query.data.value?.pages.flatMap((page) => page.items) ?? [])
    return () =>
      h(
        PagedList,
        { query, count: items.value.length, loading: 'On its way', end: 'The end' },
        { default: () => items.value.join(), empty: () => 'Nothing' },
      )
  })
}
const refusal = () => new Problem({ status: 503, code: 'busy', detail: 'It rests.' })

it('goes through its pages to the end', async () => {
  const { page } = await mountPage(
    listOf((number) => ({ items: [`item ${number}`], next: number < 1 ? number + 1 : null })),
  )
  expect(textOf(page)).not.toContain('The end')
  byName(page.element, 'button', 'Load more')?.click()
  await flushPromises()
  expect(textOf(page)).toContain('item 0,item 1')
  expect(textOf(page)).toContain('The end')
  expect(byName(page.element, 'button', 'Load more')).toBeNull()
})

it('says that it is on its way, and when there is nothing', async () => {
  let answer: (page: Page) => void = () => {}
  const { page } = await mountPage(listOf(() => new Promise((done) => (answer = done))))
  expect(page.get('[role="status"]').attributes('aria-label')).toBe('On its way')
  answer({ items: [], next: null })
  await flushPromises()
  expect(textOf(page)).toBe('Nothing')
})

it('does not call itself empty while there is more to read', async () => {
  const { page } = await mountPage(listOf(() => ({ items: [], next: 1 })))
  expect(textOf(page)).not.toContain('Nothing')
  expect(byName(page.element, 'button', 'Load more')).not.toBeNull()
})

it('keeps what is there when a further page fails, and tries that again', async () => {
  let broken = true
  const { page } = await mountPage(
    listOf((number) => {
      if (number > 0 && broken) throw refusal()
      return { items: [`item ${number}`], next: number < 1 ? 1 : null }
    }),
  )
  byName(page.element, 'button', 'Load more')?.click()
  await flushPromises()
  expect(textOf(page)).toContain('item 0')
  expect(textOf(page)).toContain('It rests.')
  broken = false
  byName(page.element, 'button', 'Try again')?.click()
  await flushPromises()
  expect(textOf(page)).toContain('item 0,item 1')
})

it('says what went wrong where nothing came at all', async () => {
  const { page } = await mountPage(
    listOf(() => {
      throw refusal()
    }),
  )
  expect(page.get('[role="alert"]').text()).toContain('It rests.')
})
