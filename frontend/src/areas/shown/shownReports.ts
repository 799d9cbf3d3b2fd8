import { inject, onScopeDispose, provide, type InjectionKey } from 'vue'
import { api, answerOf } from '@/api/client'
import { asProblem } from '@/api/problem'
import type { PhotoRecommendation } from '@/api/types'

const pause = 4_000
const mostAtOnce = 200

type Shown = { id: number; supporters: number }
const key: InjectionKey<(item: PhotoRecommendation) => void> = Symbol('shown photos')

/** Tells that a photo has been on the screen; does nothing on a list without memory. */
export const useShown = () => inject(key, () => () => {}, true)

/**
 * Gathers the photos that were shown and reports them every few seconds, and at once when the page is left. Each
 * is told once a view; what could not be told is tried again with the next.
 */
export function useShownReports(view: () => string | null) {
  let waiting = new Map<number, Shown>()
  const told = new Set<string>()
  let timer: ReturnType<typeof setTimeout> | undefined

  const nameOf = (name: string, { id, supporters }: Shown) => `${name}/${id}/${supporters}`

  function note({ post, reasons }: PhotoRecommendation) {
    const name = view()
    const shown = { id: post.id, supporters: reasons.count }
    if (name === null || told.has(nameOf(name, shown))) return
    waiting.set(post.id, shown)
    timer ??= setTimeout(() => void report(), pause)
  }
  function take(): { view: string; posts: Shown[] } | null {
    clearTimeout(timer)
    timer = undefined
    const name = view()
    const posts = [...waiting.values()].slice(0, mostAtOnce)
    if (name === null || posts.length === 0) return null
    posts.forEach((shown) => {
      waiting.delete(shown.id)
      told.add(nameOf(name, shown))
    })
    if (waiting.size > 0) timer = setTimeout(() => void report(), pause)
    return { view: name, posts }
  }
  async function report(): Promise<void> {
    const body = take()
    if (body === null) return
    try {
      await answerOf(api.POST('/api/recommendations/shown', { body }))
    } catch (thrown) {
      if (!asProblem(thrown).mayPass) return
      body.posts.forEach((shown) => {
        told.delete(nameOf(body.view, shown))
        if (!waiting.has(shown.id)) waiting.set(shown.id, shown)
      })
    }
  }
  /** Reports everything now, e.g. before another view begins. */
  async function flush(): Promise<void> {
    for (let turn = 0; waiting.size > 0 && turn < 5; turn++) await report()
    waiting = new Map()
  }

  // A page that goes away cannot wait for an answer.
  function leave() {
    for (let body = take(); body !== null; body = take()) {
      const letter = new Blob([JSON.stringify(body)], { type: 'application/json' })
      navigator.sendBeacon?.('/api/recommendations/shown', letter)
    }
    clearTimeout(timer)
    timer = undefined
  }
  const hide = () => document.visibilityState === 'hidden' && leave()
  window.addEventListener('pagehide', leave)
  document.addEventListener('visibilitychange', hide)
  onScopeDispose(() => {
    window.removeEventListener('pagehide', leave)
    document.removeEventListener('visibilitychange', hide)
    leave()
  })

  provide(key, note)
  return { note, flush }
}
