import type { WordsLike } from '@/locales/words'
import type { messages as english } from './messages'

export const messages: WordsLike<typeof english> = {
  new: 'Nouveau depuis votre dernière visite',
  when: '({when})',
  rest: 'Encore pour vous',
  nothingNew: 'Rien de nouveau depuis votre dernière visite ({when}).',
  isNew: 'Nouveau depuis votre dernière visite',
  stronger: 'Plus de photographes maintenant',
  strongerHint: 'Vous l’avez déjà vue ; depuis, plus de photographes l’ont mise en favori.',
  seen: '{count} laissée de côté car vue récemment | {count} laissées de côté car vues récemment',
  showSeen: 'Les montrer',
  seenIncluded: 'Avec les photos vues récemment',
  leaveSeenOut: 'Les laisser de côté',
  muted: '{count} en sourdine | {count} en sourdine',
  change: 'Modifier',
  folded: '{count} quasi-doublon replié | {count} quasi-doublons repliés',
  others: 'Montrer d’autres photos',
  othersHint: 'Laisse de côté ce que vous avez vu ici.',
  othersShown: 'Voici d’autres photos.',
  othersFailed: 'Les autres photos ne sont pas arrivées. {detail}',
  label: 'À propos de cette liste',
  foldedOpen: '{count} quasi-doublon de {title} | {count} quasi-doublons de {title}',
  foldedTitle: 'Presque la même photo',
  foldedText: 'Elles diffèrent trop peu de « {title} » pour avoir leur propre place dans la liste.',
}
