import { messages as artistFinder } from '@/areas/artistFinder/messages.fr'
import { messages as crawls } from '@/areas/crawls/messages.fr'
import { messages as duplicates } from '@/areas/duplicates/messages.fr'
import { messages as favorites } from '@/areas/favorites/messages.fr'
import { messages as feeds } from '@/areas/feeds/messages.fr'
import { messages as imageSearch } from '@/areas/imageSearch/messages.fr'
import { messages as keys } from '@/areas/keys/messages.fr'
import { messages as library } from '@/areas/library/messages.fr'
import { messages as libraryImage } from '@/areas/libraryImage/messages.fr'
import { messages as links } from '@/areas/links/messages.fr'
import { messages as method } from '@/areas/method/messages.fr'
import { messages as onboarding } from '@/areas/onboarding/messages.fr'
import { messages as programs } from '@/areas/programs/messages.fr'
import { messages as recommendations } from '@/areas/recommendations/messages.fr'
import { messages as session } from '@/areas/session/messages.fr'
import { messages as settings } from '@/areas/settings/messages.fr'
import { messages as shown } from '@/areas/shown/messages.fr'
import { messages as sources } from '@/areas/sources/messages.fr'
import { messages as steering } from '@/areas/steering/messages.fr'
import { messages as subscriptions } from '@/areas/subscriptions/messages.fr'
import { messages as tags } from '@/areas/tags/messages.fr'
import { messages as users } from '@/areas/users/messages.fr'
import { messages as welcome } from '@/areas/welcome/messages.fr'
import { messages as why } from '@/areas/why/messages.fr'
import { messages as common } from '@/components/messages.fr'
import { typeset } from './typeset'

/** Every word of the website in French. */
export const fr = typeset({
  artistFinder,
  common,
  crawls,
  duplicates,
  favorites,
  feeds,
  imageSearch,
  keys,
  library,
  libraryImage,
  links,
  method,
  onboarding,
  programs,
  recommendations,
  session,
  settings,
  shown,
  sources,
  steering,
  subscriptions,
  tags,
  users,
  welcome,
  why,
})
