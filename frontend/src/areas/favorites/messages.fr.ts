import type { WordsLike } from '@/locales/words'
import type { messages as english } from './messages'

export const messages: WordsLike<typeof english> = {
  fave: 'Ajouter {title} aux favoris',
  faved: '« {title} » est dans vos favoris.',
  unfaved: '« {title} » n’est plus dans vos favoris.',
  faveFailed: '« {title} » n’a pas été ajouté aux favoris. {detail}',
  unfaveFailed: '« {title} » est toujours dans vos favoris. {detail}',
}
