import type { WordsLike } from '@/locales/words'
import type { messages as english } from './messages'

export const messages: WordsLike<typeof english> = {
  title: 'Trouvez des favoris',
  intro:
    'Ajoutez à vos favoris quelques photos qui vous plaisent. Fovea regarde ce qu’aiment leurs photographes, et part de là.',
  goal: {
    label: 'Progression vers vos recommandations',
    words:
      '{favorites} favoris sur {neededFavorites}, {photographers} photographes sur {neededPhotographers}',
    wordsReached: '{favorites} favoris de {photographers} photographes',
    reached: 'Cela suffit pour commencer. Plus il y a de favoris, mieux c’est.',
    missing: 'Ajoutez-en encore quelques-uns, de photographes différents.',
    go: 'Voir mes recommandations',
  },
  fromGroup: 'Du groupe',
  groups: 'Groupes à parcourir',
  groupsEmpty: 'Aucun groupe n’est configuré ici. Ajoutez des favoris sur Flickr, puis revenez.',
  members: '{count} membre | {count} membres',
  groupOnFlickr: 'Groupe sur Flickr',
  photosOf: 'Photos de {name}',
  loading: 'Les photos arrivent',
  more: 'Plus de photos',
  loadingMore: 'Chargement',
  end: 'Ce sont toutes les photos de ce groupe qui ne sont pas dans vos favoris.',
  empty: 'Ce groupe n’a aucune photo qui ne soit déjà dans vos favoris.',
  notYours: {
    title: 'Seule cette personne peut ajouter des favoris ici : {name}',
    text: 'Les favoris s’ajoutent sur Flickr sous son propre nom. Connectez-vous, ou regardez les recommandations de quelqu’un d’autre.',
    notAtFlickr:
      'Les favoris s’ajoutent sur Flickr sous son propre nom, et vous êtes connecté ici en tant que {name}, un nom que Flickr ne connaît pas. Connectez-vous avec Flickr pour cela ; vous serez alors ici sous votre nom Flickr.',
    someone: 'cette personne',
    yours: 'Aller à ma page',
  },
}
