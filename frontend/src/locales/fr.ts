import { typeset } from './typeset'

export const fr = typeset({})
