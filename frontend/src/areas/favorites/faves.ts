import { reactive } from 'vue'
import { api, answerOf } from '@/api/client'
import { asProblem } from '@/api/problem'
import type { Post, Run } from '@/api/types'
import { announce } from '@/components/announce'
import { titleOf } from '@/components/photos/postWords'
import { showToast } from '@/components/toasts'
import { translate } from '@/i18n'

/** What the source confirmed since the posts were fetched; a post without an entry is as it was fetched. */
const confirmed = reactive(new Map<number, boolean>())
const pending = reactive(new Set<number>())

export const isFaved = (post: Post): boolean => confirmed.get(post.id) ?? post.favorited
export const isPending = (post: Post): boolean => pending.has(post.id)

/** After a log-out nothing of the last user's is shown. */
export function forgetFaves(): void {
  confirmed.clear()
}

const request = (post: Post, wanted: boolean) => {
  const params = { path: { post_id: post.id } }
  return answerOf(
    wanted
      ? api.PUT('/api/favorites/{post_id}', { params })
      : api.DELETE('/api/favorites/{post_id}', { params }),
  )
}

/**
 * Faves or unfaves. Nothing counts as faved until the source says so: on failure the post stays as it was and a
 * notice says why. Gives the run that reads the photographer, if one was started.
 */
export async function toggleFave(post: Post): Promise<Run | null> {
  if (isPending(post)) return null
  const wanted = !isFaved(post)
  const title = titleOf(post)
  pending.add(post.id)
  try {
    const { favorited, run } = await request(post, wanted)
    confirmed.set(post.id, favorited)
    announce(translate(favorited ? 'favorites.faved' : 'favorites.unfaved', { title }))
    return run
  } catch (thrown) {
    const { detail } = asProblem(thrown)
    const words = wanted ? 'favorites.faveFailed' : 'favorites.unfaveFailed'
    showToast({ tone: 'problem', text: translate(words, { title, detail }) })
    return null
  } finally {
    pending.delete(post.id)
  }
}
