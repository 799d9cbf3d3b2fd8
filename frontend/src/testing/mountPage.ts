import { VueQueryPlugin } from '@tanstack/vue-query'
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { defineComponent, h, type Component } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { makeQueryClient } from '@/api/queryClient'
import { i18n } from '@/i18n'

const Empty = defineComponent({ render: () => h('div') })

/** Mounts a component as the app would: with words, routes and queries, in the document. */
export async function mountPage(
  component: Component,
  options: { props?: Record<string, unknown>; path?: string } = {},
) {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/', name: 'welcome', component: Empty },
      { path: '/login', name: 'login', component: Empty },
      { path: '/users', name: 'users', component: Empty },
      { path: '/settings', name: 'settings', component: Empty },
      { path: '/library', name: 'library', component: Empty },
      { path: '/library/images/:id', name: 'library-image', component: Empty },
      { path: '/image-search', name: 'image-search', component: Empty },
      { path: '/artists', name: 'artists', component: Empty },
      { path: '/artists/:id', name: 'artist-search', component: Empty },
      { path: '/crawls', name: 'crawls', component: Empty },
      { path: '/crawls/:id', name: 'crawl', component: Empty },
      { path: '/library/duplicates', name: 'library-duplicates', component: Empty },
      { path: '/library/tags', name: 'library-tags', component: Empty },
      { path: '/subscriptions', name: 'subscriptions', component: Empty },
      { path: '/subscriptions/:id', name: 'subscription', component: Empty },
      { path: '/sources', name: 'sources', component: Empty },
      { path: '/links', name: 'links', component: Empty },
      { path: '/flickr/:externalId', name: 'recommendations', component: Empty },
      { path: '/flickr/:externalId/add-favorites', name: 'onboarding', component: Empty },
      { path: '/flickr/:externalId/method', name: 'method', component: Empty },
    ],
  })
  await router.push(options.path ?? '/')
  const queryClient = makeQueryClient()
  queryClient.setDefaultOptions({ queries: { retry: false, networkMode: 'always' } })
  const page = mount(component, {
    props: options.props,
    attachTo: document.body,
    global: { plugins: [router, i18n, [VueQueryPlugin, { queryClient }]] },
  })
  await flushPromises()
  return { page, router, queryClient }
}

/** Runs a composable inside a component and gives what it returned. */
export async function runComposable<T>(use: () => T) {
  let result: T | undefined
  const { page } = await mountPage(
    defineComponent({
      setup() {
        result = use()
        return () => h('div')
      },
    }),
  )
  return { result: result as T, page }
}

/** A control by the name that people and screen readers know it by. */
export function byName(
  root: ParentNode,
  role: 'button' | 'link',
  name: string,
): HTMLElement | null {
  const selector = role === 'button' ? 'button' : 'a'
  return (
    [...root.querySelectorAll<HTMLElement>(selector)].find(
      (element) =>
        (element.getAttribute('aria-label') ?? element.textContent ?? '')
          .replace(/\s+/g, ' ')
          .trim() === name,
    ) ?? null
  )
}

export const textOf = (page: VueWrapper) => page.text().replace(/\s+/g, ' ')
