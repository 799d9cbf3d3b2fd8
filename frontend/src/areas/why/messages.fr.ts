import type { WordsLike } from '@/locales/words'
import type { messages as english } from './messages'

export const messages: WordsLike<typeof english> = {
  photo: 'Pourquoi cette photo',
  person: 'Pourquoi {name}',
  open: 'Pourquoi cette photo : {words}',
  openPerson: 'Pourquoi {name} : {words}',
  loading: 'Calcul de ce qui parle pour elle',
  failed: 'Le détail n’est pas arrivé. {detail}',
  changed: 'La liste a changé depuis : le détail de celle-ci n’est plus disponible.',
  parts: 'De quoi la note est faite',
  sum: 'Au total, la note',
  percent: '{count} %',
  shared: '{count} favori en commun | {count} favoris en commun',
  sharedPhotos: 'Favoris que vous partagez avec {name}',
  sharedBy: 'Favoris en commun',
  samples: 'Photos de {name}',
  method: 'Comment cela marche',
  profile: '{name} sur Flickr',
  kinds: {
    photographer: 'Un photographe',
    others: 'D’autres photographes',
    owner: 'Vous connaissez le photographe',
    likeness: 'Semblable à une que vous voulez moins voir',
    newness: 'Récente',
    popularity: 'Populaire',
    shared: 'Favoris en commun',
    owned: 'Vos favoris parmi ses photos',
    followed: 'Vous suivez cette personne',
    dismissed: 'Ce que vous voulez moins voir',
  },
}
