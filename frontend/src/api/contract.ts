/** The API's types. Once the stored schema knows everything, this is `from './schema'`. */
export type { components, paths } from './additions'
