import { messages as artistFinder } from '@/areas/artistFinder/messages'
import { messages as crawls } from '@/areas/crawls/messages'
import { messages as duplicates } from '@/areas/duplicates/messages'
import { messages as favorites } from '@/areas/favorites/messages'
import { messages as feeds } from '@/areas/feeds/messages'
import { messages as imageSearch } from '@/areas/imageSearch/messages'
import { messages as keys } from '@/areas/keys/messages'
import { messages as library } from '@/areas/library/messages'
import { messages as libraryImage } from '@/areas/libraryImage/messages'
import { messages as links } from '@/areas/links/messages'
import { messages as method } from '@/areas/method/messages'
import { messages as onboarding } from '@/areas/onboarding/messages'
import { messages as programs } from '@/areas/programs/messages'
import { messages as recommendations } from '@/areas/recommendations/messages'
import { messages as session } from '@/areas/session/messages'
import { messages as settings } from '@/areas/settings/messages'
import { messages as shown } from '@/areas/shown/messages'
import { messages as sources } from '@/areas/sources/messages'
import { messages as steering } from '@/areas/steering/messages'
import { messages as subscriptions } from '@/areas/subscriptions/messages'
import { messages as tags } from '@/areas/tags/messages'
import { messages as users } from '@/areas/users/messages'
import { messages as welcome } from '@/areas/welcome/messages'
import { messages as why } from '@/areas/why/messages'
import { messages as common } from '@/components/messages'

/** Every word of the website in English, which stands in where another language has none. */
export const en = {
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
}
