import type { WordsLike } from '@/locales/words'
import type { messages as english } from './messages'

export const messages: WordsLike<typeof english> = {
  title: 'Flux',
  text: 'Vos recommandations dans un lecteur de flux, les plus récentes d’abord.',
  secret:
    'Quiconque possède l’une de ces adresses peut lire votre liste sans se connecter. Ne la donnez qu’à votre lecteur. Remplacez-la si elle s’est répandue : l’ancienne adresse cesse aussitôt de fonctionner.',
  none: 'Vous n’avez pas encore de flux.',
  make: 'Créer un flux',
  making: 'Création',
  since: 'Créé le {day}.',
  rss: 'RSS',
  json: 'JSON Feed',
  copy: 'Copier',
  copyName: 'Copier l’adresse {kind}',
  copied: 'L’adresse {kind} est copiée.',
  copyFailed: 'Elle n’a pas pu être copiée. L’adresse est sélectionnée : copiez-la vous-même.',
  replace: 'Remplacer les adresses',
  replaceTitle: 'Remplacer les deux adresses ?',
  replaceText: 'Les lecteurs qui connaissent les anciennes ne recevront plus rien.',
  replaced: 'Le flux a de nouvelles adresses.',
  remove: 'Supprimer le flux',
  removeTitle: 'Supprimer le flux ?',
  removeText:
    'Les lecteurs qui connaissent ses adresses ne recevront plus rien. Vous pourrez en créer un autre.',
  removed: 'Le flux est supprimé.',
  failed: 'Cela n’a pas fonctionné. {detail}',
  loading: 'Les adresses du flux arrivent',
  linkTitle: 'Mes recommandations sur Fovea',
}
