import type { components } from './schema'

type Schemas = components['schemas']

export type Account = Schemas['Account']
export type AccountOverview = Schemas['AccountDetails']
export type Dismissals = Schemas['Dismissals']
export type Group = Schemas['Group']
export type GroupPhotos = Schemas['GroupPhotos']
export type Image = Schemas['Image']
export type PersonRecommendation = Schemas['PersonRecommendation']
export type PhotoRecommendation = Schemas['PhotoRecommendation']
export type Post = Schemas['Post']
export type Reasons = Schemas['Reasons']
export type Recommendations = Schemas['Recommendations']
export type Run = Schemas['Run']
export type Status = Schemas['Status']
export type User = Schemas['SessionUser']
