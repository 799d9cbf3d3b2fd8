import type { Ref } from 'vue'
import type { ImageMatch } from '@/api/imageSearchTypes'
import { titleOfCard } from '@/areas/library/cardWords'
import { translate as t } from '@/i18n'
import { nameOf } from './groups'
import { useComparison } from './useComparison'

/** Comparing images of the library with the picture, one after the other. */
export const useMatchComparison = (matches: Ref<readonly ImageMatch[]>) =>
  useComparison(matches, {
    idOf: ({ image }) => image.id,
    words: ({ image, similarity }, place) =>
      t('imageSearch.compare.announce', {
        ...place,
        title: titleOfCard(image),
        similarity: t(`imageSearch.group.${nameOf(similarity)}.title`),
      }),
  })
