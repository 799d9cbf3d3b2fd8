import type { ImageCard } from '@/api/libraryTypes'
import type { Shape } from '@/components/photos/shapes'
import { translate as t } from '@/i18n'

export const titleOfCard = ({ title }: { title: string }): string =>
  title.trim() || t('common.untitled')

export const shapeOfCard = ({ id, width, height }: ImageCard): Shape => ({ id, width, height })

/** What a screen reader hears for a picture: all that its badges say. */
export function describeCard(card: ImageCard): string {
  return [
    titleOfCard(card),
    t(`library.rating.${card.rating}`),
    ...(card.frames > 1 ? [t('library.badge.animated')] : []),
    ...(card.text ? [t('library.badge.text')] : []),
    ...(card.variants > 0
      ? [t('library.badge.variants', { count: card.variants }, card.variants)]
      : []),
  ].join(', ')
}
