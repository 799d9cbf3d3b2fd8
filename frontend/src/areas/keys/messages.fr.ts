import type { WordsLike } from '@/locales/words'
import type { messages as english } from './messages'

export const messages: WordsLike<typeof english> = {
  title: 'Clés d’API',
  text: 'Une clé permet à un programme d’utiliser l’API en votre nom. Elle n’est montrée qu’une fois ; Fovea ne garde que ce qui permet de la vérifier.',
  loading: 'Vos clés arrivent',
  none: 'Vous n’avez aucune clé.',
  make: 'Créer une clé',
  scope: {
    'library:read': 'Lire la bibliothèque',
    'library:write': 'Ajouter et modifier des images',
    admin: 'Administrer : étiquettes bloquées, nettoyages, clés des autres',
  },
  scopes: 'Ce qu’elle permet',
  created: 'Créée le {day}',
  lastUsed: 'dernière utilisation {moment}',
  neverUsed: 'jamais utilisée',
  expires: 'prend fin le {day}',
  expired: 'A pris fin le {day}',
  revokedOn: 'Révoquée le {day}',
  revoke: 'Révoquer',
  revokeName: 'Révoquer {name}',
  revoked: '« {name} » n’ouvre plus rien.',
  revokeTitle: 'Révoquer « {name} » ?',
  revokeText:
    'Les programmes qui l’utilisent cessent aussitôt de fonctionner. Cela ne peut pas être annulé.',
  showOld: 'Clés qui ont pris fin ou ont été révoquées ({count})',
  dialog: {
    title: 'Nouvelle clé d’API',
    text: 'Donnez-lui un nom qui dira plus tard ce qui l’utilise.',
    name: 'Nom',
    nameHint: 'Par exemple : script de sauvegarde',
    expires: 'Prend fin',
    never: 'Jamais',
    days: 'Après {count} jours',
    year: 'Après un an',
    submit: 'Créer la clé',
    working: 'Création',
  },
  shown: {
    title: 'Votre nouvelle clé',
    text: 'Copiez-la maintenant : elle ne sera plus montrée. Quiconque la possède peut faire ce qu’elle permet.',
    label: 'Clé',
    use: 'Envoyez-la avec chaque requête :',
    done: 'Je l’ai copiée',
  },
}
