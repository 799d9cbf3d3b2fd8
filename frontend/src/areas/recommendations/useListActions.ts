import { computed, ref, type Ref } from 'vue'
import type { Account, Post } from '@/api/types'
import { toggleFave } from '@/areas/favorites/faves'
import { useMutes } from '@/areas/steering/useMutes'
import { announce } from '@/components/announce'
import { formatNumber } from '@/components/formats'
import { titleOf } from '@/components/photos/postWords'
import { translate as t } from '@/i18n'
import { providePhotoActions, type PhotoActions } from './photoActions'
import { useDismissals } from './useDismissals'
import { useFaveRuns } from './useFaveRuns'
import type { RecommendationList } from './useRecommendationList'

/** What the owner does to a list, and the list as it is after that. Nothing of it exists on someone else's page. */
export function useListActions(list: RecommendationList, mine: Ref<boolean>) {
  const commenting = ref<Post | null>(null)
  const hiddenPhotos = useDismissals('photo')
  const hiddenPeople = useDismissals('person')
  const mutes = useMutes(list.refetchSoon)

  async function tellWhatCame({ owner }: Post) {
    const before = list.fresh.size
    await list.refetch()
    const count = list.fresh.size - before
    const name = owner.display_name
    announce(
      count > 0
        ? t('recommendations.faveRun.arrived', { count: formatNumber(count), name }, count)
        : t('recommendations.faveRun.nothing', { name }),
    )
  }
  const faveRuns = useFaveRuns({
    onChange: list.refetchSoon,
    onEnd: (post) => void tellWhatCame(post),
  })

  const actions: PhotoActions = {
    fave: async (post: Post) => {
      list.settle()
      faveRuns.follow(await toggleFave(post), post)
    },
    comment: (post: Post) => (commenting.value = post),
    dismiss: (post: Post) => {
      list.settle()
      void hiddenPhotos.hide(post.id, titleOf(post))
    },
    mute: (post, kind, value, name) => {
      list.settle()
      void mutes.muteFrom(post, kind, value, name)
    },
    dismissPerson: (account: Account) => void hiddenPeople.hide(account.id, account.display_name),
  }
  providePhotoActions(computed(() => (mine.value ? actions : null)))

  return {
    commenting,
    reading: computed(() => faveRuns.reading.value.at(-1)?.owner.display_name ?? null),
    photos: computed(() =>
      list.items.value.filter(
        ({ post }) => !hiddenPhotos.hidden.has(post.id) && !mutes.hides(post),
      ),
    ),
    people: computed(() =>
      (list.answer.value?.people ?? []).filter(
        ({ account }) => !hiddenPeople.hidden.has(account.id),
      ),
    ),
  }
}
