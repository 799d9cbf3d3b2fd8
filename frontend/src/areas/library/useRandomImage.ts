import { useMutation } from '@tanstack/vue-query'
import { useRouter } from 'vue-router'
import { api, answerOf } from '@/api/client'
import { asProblem } from '@/api/problem'
import { showToast } from '@/components/toasts'
import { translate as t } from '@/i18n'
import { addressOf } from './place'
import { withOrder } from './queryForm'
import type { Search } from './useSearchPages'

/** Opens a picture by chance, of those that a search finds. */
export function useRandomImage(search: () => Search) {
  const router = useRouter()
  const draw = useMutation({
    mutationFn: ({ q, ratings }: Search) =>
      answerOf(
        api.GET('/api/library/random', {
          params: { query: { ...(q ? { q: withOrder(q, '') } : {}), ratings: ratings.join() } },
        }),
      ),
    onSuccess: ({ id }, asked) =>
      router.push({
        name: 'library-image',
        params: { id },
        query: { ...addressOf(asked), random: '1' },
      }),
    onError: (thrown) => {
      const { code, detail } = asProblem(thrown)
      showToast(
        code === 'not_found'
          ? { text: t('library.search.randomNone') }
          : { tone: 'problem', text: detail },
      )
    },
  })
  return { show: () => draw.mutate(search()), busy: draw.isPending }
}
