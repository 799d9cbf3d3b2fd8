import type { WordsLike } from '@/locales/words'
import type { messages as english } from './messages'

export const messages: WordsLike<typeof english> = {
  logIn: 'Se connecter avec Flickr',
  logInShort: 'Connexion',
  logOut: 'Se déconnecter',
  loggedOut: 'Vous êtes déconnecté dans ce navigateur.',
  logOutFailed: 'La déconnexion n’a pas fonctionné : {detail}',
  menu: 'Menu du compte de {name}',
  mine: 'Mes recommandations',
  addFavorites: 'Ajouter des favoris',
  settings: 'Réglages',
}
