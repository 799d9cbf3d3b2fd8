import type { WordsLike } from '@/locales/words'
import type { messages as english } from './messages'

export const messages: WordsLike<typeof english> = {
  title: {
    mine: 'Des photos pour vous',
    theirs: 'Des photos que {name} pourrait aimer',
    unknown: 'Recommandations',
  },
  onFlickr: '{name} sur Flickr',
  basedOn: {
    mine: 'D’après vos {favorites} favoris, et ce qu’aiment {read} des {photographers} photographes de ces photos.',
    theirs:
      'D’après {favorites} favoris, et ce qu’aiment {read} des {photographers} photographes de ces photos.',
  },
  refresh: 'Regarder à nouveau',
  help: 'Raccourcis clavier',
  photos: 'Photos',
  photosLoading: 'Les photos arrivent',
  showNew: 'Voir {count} nouvelle photo | Voir {count} nouvelles photos',
  isNew: 'Nouveau',
  more: 'D’autres photos arrivent',
  end: 'C’est tout pour le moment. Ajoutez aux favoris ce qui vous plaît, et il y en aura plus.',
  endTheirs: 'C’est tout pour le moment.',
  open: 'Ouvrir {title}',
  comment: 'Commenter {title}',
  dismiss: 'Écarter {title}',
  empty: {
    title: 'Rien de nouveau à montrer',
    mine: 'Vous avez vu tout ce que les photographes que vous aimez ont mis en favori. De nouveaux favoris apportent de nouvelles photos.',
    theirs: 'Les photographes de ces favoris n’ont rien mis d’autre en favori qui soit public.',
  },
  reasons: {
    mine: '{count} photographe dont vous aimez les photos l’a mise en favori : {names} | {count} photographes dont vous aimez les photos l’ont mise en favori : {names}',
    theirs:
      '{count} photographe parmi ces favoris l’a mise en favori : {names} | {count} photographes parmi ces favoris l’ont mise en favori : {names}',
    others: '{names} et {count} de plus',
  },
  show: {
    label: 'Afficher',
    photos: 'Photos',
    people: 'Personnes à suivre',
  },
  people: {
    mine: 'Personnes à suivre',
    theirs: 'Personnes qui pourraient plaire',
    hint: 'Flickr ne permet de suivre quelqu’un que sur ses propres pages : les liens y mènent.',
    loading: 'Les personnes arrivent',
    empty: 'Personne à proposer pour l’instant.',
    follow: 'Suivre sur Flickr',
    followName: 'Suivre sur Flickr : {name}',
    shared: '{count} favori en commun | {count} favoris en commun',
    faved: {
      mine: 'Vous aimez ses photos',
      theirs: 'Ses photos sont en favori ici',
    },
    samples: 'Photos de {name} en favori',
    dismiss: 'Écarter {name}',
  },
  progress: {
    label: 'Progression',
    photographers: '{done} photographe sur {total} lu | {done} photographes sur {total} lus',
    favoritesOnly: 'Lecture des favoris',
    starting: 'C’est parti',
    favorites: '{count} favori lu | {count} favoris lus',
    contactsOf: '{done} contact sur {total} lu | {done} contacts sur {total} lus',
    contacts: '{count} contact lu | {count} contacts lus',
    secondsLeft: 'encore {count} secondes environ',
    fewSecondsLeft: 'encore quelques secondes',
    minutesLeft: 'encore {count} minute environ | encore {count} minutes environ',
    hoursLeft: 'encore {count} heure environ | encore {count} heures environ',
    firstShown:
      'Les premières recommandations sont ci-dessous. Elles s’améliorent pendant que le reste est lu.',
    canLeave: 'Vous pouvez fermer cette page. La lecture continue sans vous.',
    deferred:
      'Flickr permet un nombre limité de requêtes par heure, et celles de cette heure sont épuisées. La lecture reprend à {time}. Vous pouvez fermer cette page.',
    done: 'Tout est lu.',
    unavailable: 'Impossible de demander où en est la lecture. Nouvel essai.',
  },
  failures: {
    summary: '{count} photographe n’a pas pu être lu | {count} photographes n’ont pas pu être lus',
    more: 'et {count} de plus',
    explanation:
      'Les recommandations en font abstraction. Un nouvel essai aura lieu la prochaine fois.',
  },
  failed: {
    title: 'La lecture des favoris n’a pas fonctionné',
    noReason: 'Rien n’a pu être lu sur Flickr.',
    keptOld:
      'La lecture des favoris n’a pas fonctionné cette fois : voici ce qui était connu auparavant. {detail}',
  },
  startFailed: 'Une nouvelle lecture n’a pas commencé. {detail}',
  notEnough: {
    mineTitle: 'Encore quelques favoris, et nous pouvons commencer',
    theirsTitle: '{name} a trop peu de favoris sur lesquels s’appuyer',
    counts:
      'Trouvé {favorites} favoris publics sur au moins {neededFavorites}, de {photographers} photographes sur au moins {neededPhotographers}.',
    mine: 'Ajoutez aux favoris quelques photos qui vous plaisent ; une poignée suffit.',
    theirs:
      'Les recommandations viennent de ce qu’aiment eux-mêmes les photographes des favoris de quelqu’un. Seuls les favoris publics comptent.',
    add: 'Trouver des photos à mettre en favori',
    other: 'Essayer quelqu’un d’autre',
    isItYou: 'C’est vous ? Connectez-vous avec Flickr',
  },
  mixed: {
    mine: 'Pas encore à vous : des photos de groupes',
    mineText:
      'Ce ne sont pas des recommandations. Elles viennent de quelques groupes de Flickr, une photo de chacun à tour de rôle. Ajoutez aux favoris ce qui vous plaît, et votre propre liste commence.',
    theirs: 'Pas à cette personne : des photos de groupes',
    theirsText:
      'Ce ne sont pas des recommandations. Elles viennent de quelques groupes de Flickr, une photo de chacun à tour de rôle.',
  },
  dismissed: {
    photo: 'Vous ne verrez plus « {title} », et moins de photos de ce genre.',
    person: '{name} ne sera plus proposé.',
    photoFailed: '« {title} » n’a pas été écartée. {detail}',
    personFailed: '{name} n’a pas été écarté. {detail}',
    restored: '« {name} » est de retour.',
    restoreFailed: 'L’annulation n’a pas fonctionné pour « {name} ». {detail}',
  },
  commenting: {
    title: 'Commenter « {title} »',
    hint: 'Apparaît sur Flickr sous votre nom.',
    label: 'Votre commentaire',
    send: 'Publier le commentaire',
    sending: 'Publication',
    sent: 'Votre commentaire est sur Flickr.',
    view: 'Voir',
  },
  lightbox: {
    description: 'Grande photo avec ses raisons',
    next: 'Photo suivante',
    previous: 'Photo précédente',
    position: '{index} sur {total}',
    taken: 'Prise le {day}',
    posted: 'Publiée le {day}',
    view: 'Voir sur Flickr',
    tags: 'Étiquettes',
  },
  faveRun: {
    reading: 'Lecture de ce qu’aime {name}',
    arrived:
      '{count} nouvelle photo grâce à votre favori de {name} | {count} nouvelles photos grâce à votre favori de {name}',
    nothing: 'Les favoris de {name} n’apportent pas encore de nouvelles photos.',
  },
  shortcuts: {
    next: 'Photo suivante ou précédente',
    move: 'Passer d’une photo à l’autre, aussi par ligne',
    open: 'Ouvrir la photo',
    fave: 'Ajouter aux favoris ou retirer',
    comment: 'Commenter',
    dismiss: 'Moins de photos de ce genre',
    why: 'Pourquoi cette photo',
    menu: 'Sourdine : photographe, étiquette ou groupe',
    steer: 'Orienter la liste',
    others: 'Montrer d’autres photos',
    undo: 'Annuler le dernier changement',
    help: 'Cette liste',
    close: 'Fermer',
  },
}
