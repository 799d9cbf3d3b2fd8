import type { WordsLike } from '@/locales/words'
import type { messages as english } from './messages'

export const messages: WordsLike<typeof english> = {
  title: 'Sources',
  intro:
    'Les sites d’où viennent les images : combien de fois chacun peut être interrogé, ce qu’il en reste, et comment se sont passés les derniers appels.',
  simulated:
    'Ces sites sont simulés sur cette machine : leurs publications et leurs images sont inventées, et rien n’atteint les vrais.',
  loading: 'Les sources arrivent',
  empty: 'Aucune source n’a encore parlé d’elle. Elles le font quand le premier lecteur démarre.',
  show: 'Sources affichées',
  filter: {
    all: 'Toutes',
    attention: 'À surveiller',
    keyless: 'Sans clé',
  },
  noneLike: 'Aucune source ne correspond.',
  health: {
    key_missing: 'A besoin d’une clé avant de pouvoir être interrogée : définissez {names}.',
    key_refused: 'N’accepte pas notre clé. Vérifiez {names}.',
    paused: 'Nous a demandé d’attendre. Elle sera interrogée à nouveau {wait} ({moment}).',
    broken: 'A échoué plusieurs fois de suite : personne ne l’interroge avant {moment}.',
    used_up: 'Les appels permis sont épuisés pour le moment. Cela reprend de soi-même.',
    failing: 'Le dernier appel a échoué.',
    working: 'Répond comme il faut.',
    unasked: 'Rien n’y a encore été lu.',
  },
  key: {
    present: 'Clé définie',
    missing: 'Pas de clé ; cela marche sans. {names} en permettrait plus.',
    required: 'Pas de clé',
    not_needed: 'Aucune clé nécessaire',
    refused: 'Clé refusée',
  },
  facts: {
    key: 'Clé',
    rate: 'Cadence',
    budget: 'Budget',
    cost: 'Coût',
    succeeded: 'Dernier succès',
    failed: 'Dernier échec',
  },
  cost: {
    price: '{post} par publication, {person} par personne',
    spent: '{today} dépensés aujourd’hui, {month} ce mois-ci',
    most: 'au plus {most} par jour',
  },
  never: 'pas encore',
  rate: {
    second: '{count} appel par seconde | {count} appels par seconde',
    span: '{count} appel en {span} | {count} appels en {span}',
    day: '{often}, {count} par jour',
  },
  leftToday:
    'plus aucun des {all} appels du jour | {count} appel restant sur {all} aujourd’hui | {count} appels restants sur {all} aujourd’hui',
  left: 'aucun appel possible maintenant | {count} appel possible maintenant | {count} appels possibles maintenant',
  toldLeft:
    'plus rien d’après le site, à nouveau {wait} | {count} restant d’après le site, à nouveau {wait} | {count} restants d’après le site, à nouveau {wait}',
  examples: 'Ce qui peut être collé',
  tryIt: 'Essayer {example}',
  documentation: 'Documentation',
  documentationOf: 'Documentation de {title}',
  manyHosts: 'de nombreux serveurs',
  kind: {
    tags: 'étiquettes',
    account: 'compte',
    community: 'communauté',
    feed: 'flux',
    group: 'groupe',
    interesting: 'remarquables',
    album: 'album',
    keyword: 'mots',
  },
}
