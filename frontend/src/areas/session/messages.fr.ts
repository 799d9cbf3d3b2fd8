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
  users: 'Utilisateurs',
  role: {
    member: 'Membre',
    editor: 'Éditeur',
    administrator: 'Administrateur',
  },
  login: {
    title: 'Connexion',
    byName: 'Avec un nom et un mot de passe',
    byNameHint: 'Un administrateur de ce Fovea vous donne les deux.',
    byFlickr: 'Avec Flickr',
    byFlickrHint:
      'Pour des recommandations tirées de vos propres favoris. Fovea demande d’abord l’autorisation à Flickr.',
    name: 'Nom',
    password: 'Mot de passe',
    submit: 'Se connecter',
    working: 'Connexion en cours',
    already: 'Vous êtes connecté en tant que {name}.',
    goOn: 'Continuer',
    wrong: 'Personne n’a ce nom et ce mot de passe. Vérifiez les deux, majuscules comprises.',
    throttled:
      'Il y a eu trop d’essais. Attendez {time} et réessayez, ou demandez un nouveau mot de passe à un administrateur.',
    disabled: 'Ce compte est désactivé. Demandez à un administrateur de vous rouvrir l’accès.',
  },
}
