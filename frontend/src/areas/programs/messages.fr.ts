import type { WordsLike } from '@/locales/words'
import type { messages as english } from './messages'

export const messages: WordsLike<typeof english> = {
  title: 'Programmes connectés',
  text: 'Ils se sont connectés avec votre nom et votre mot de passe, et peuvent ce que vous pouvez. Déconnectez ceux que vous ne reconnaissez plus.',
  loading: 'Vos programmes arrivent',
  none: 'Aucun programme n’est connecté en votre nom.',
  since: 'Connecté {moment}',
  refreshed: 'dernier jeton demandé {moment}',
  ends: 'prend fin le {day}',
  end: 'Déconnecter',
  endName: 'Déconnecter {name}',
  ended: '« {name} » est déconnecté.',
  endTitle: 'Déconnecter « {name} » ?',
  endText:
    'Ses jetons n’ouvrent plus rien, aussitôt. Il peut se reconnecter avec votre mot de passe.',
  how: 'Un programme se connecte avec POST /api/auth/token ; pour celui qui ne doit pas avoir votre mot de passe, créez une clé ci-dessous.',
  documentation: 'Ce que prend l’API',
}
