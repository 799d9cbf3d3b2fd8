import type { WordsLike } from '@/locales/words'
import type { messages as english } from './messages'

export const messages: WordsLike<typeof english> = {
  title: 'Trouvez les prochaines photos que vous aimerez.',
  pitch:
    'Fovea lit les favoris de quelqu’un sur Flickr, cherche ce qu’aiment eux-mêmes les photographes de ces images, et vous en montre le meilleur, raisons à l’appui.',
  form: {
    label: 'Une adresse ou un nom Flickr',
    placeholder: 'flickr.com/photos/…',
    submit: 'Voir les recommandations',
    working: 'Recherche',
    empty: 'Collez une adresse Flickr, ou saisissez un nom d’utilisateur.',
    forms: 'Tout ceci convient',
    examples: {
      photos: 'flickr.com/photos/nom',
      people: 'flickr.com/people/nom',
      photo: 'la page d’une photo',
      short: 'flic.kr/p/2kXyz',
      nsid: "12345678{'@'}N00",
      name: 'un nom d’utilisateur',
    },
  },
  or: 'ou',
  logInHint:
    'Pour ajouter aux favoris, commenter et écarter ici même. Fovea demande d’abord l’autorisation à Flickr.',
  continueAs: 'Voir mes recommandations',
  toCrawls: 'Aller à mes récoltes',
  welcomeBack: 'Bon retour, {name}',
  private:
    '{name} garde ses favoris privés : il n’y a donc rien sur quoi s’appuyer. Essayez quelqu’un d’autre.',
  gone: '{name} n’est plus sur Flickr. Essayez quelqu’un d’autre.',
  loginFailed: {
    refused: 'Vous n’avez pas donné accès à Fovea sur Flickr : vous n’êtes donc pas connecté.',
    expired: 'Cette connexion a pris trop de temps et a expiré. Recommencez-la.',
    not_set_up:
      'La connexion n’est pas configurée ici : cette installation n’a pas de clés Flickr.',
    disabled: 'Ce compte est désactivé ici. Demandez à un administrateur de vous rouvrir l’accès.',
    other: 'La connexion avec Flickr n’a pas fonctionné. Réessayez dans un instant.',
  },
  recent: {
    title: 'Déjà consultés',
    hint: 'Conservés dans ce navigateur seulement.',
    remove: 'Oublier {name}',
    clear: 'Tout oublier',
  },
  wall: {
    pause: 'Pause',
    play: 'Lecture',
  },
}
