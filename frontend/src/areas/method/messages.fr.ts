import type { WordsLike } from '@/locales/words'
import type { messages as english } from './messages'

export const messages: WordsLike<typeof english> = {
  title: 'Comment votre liste est faite',
  titleTheirs: 'Comment est faite la liste de {name}',
  back: 'Retour à la liste',
  loading: 'Vos nombres arrivent',
  numbers: {
    title: 'De quoi elle est faite',
    favorites: 'favoris à vous | favoris à vous',
    favoritesTheirs: 'favoris à cette personne | favoris à cette personne',
    photographers: 'photographes de ces photos',
    contacts: 'personnes suivies',
    lists_read: 'listes de favoris lues',
    favorites_read: 'favoris dans ces listes',
    candidates: 'photos parmi lesquelles choisir',
    kept: 'Laissés de côté : {photos} et {people} écartées, {muted} en sourdine.',
  },
  formula: 'La méthode, pas à pas',
  strongest: {
    title: 'Qui a le plus de poids',
    text: 'Les dix photographes dont les favoris pèsent le plus, et de quoi ce poids est fait.',
    none: 'Personne encore : trop peu de favoris sont connus.',
    name: 'Photographe',
    parts: 'Poids',
    of: '{shared} en commun sur {favorites}',
    weight: 'poids {weight}',
    part: '{kind} : {percent} %',
  },
  parameters: {
    title: 'Les nombres de la méthode',
    text: 'La ligne montre jusqu’où chacun peut aller, le trait d’où il part, le point où est le vôtre.',
    name: 'Nom',
    value: 'Valeur',
    moved: 'Déplacé par vos curseurs',
    from: 'à partir de {value}',
    range: '{value}, entre {lowest} et {highest}, normalement {normal}',
    sliders: 'Vos curseurs',
    steer: 'Orienter votre liste',
  },
  example: {
    title: 'Une photo, calculée en détail',
    text: 'La première de la liste, avec tout ce qui parle pour elle.',
    none: 'Dès qu’il y aura une liste, sa première photo sera calculée ici.',
  },
  notEnough: 'Trop peu de favoris sont connus pour montrer vos propres nombres.',
}
