import { createRouter, createWebHistory } from 'vue-router'
import WelcomeView from '@/areas/welcome/WelcomeView.vue'

export function makeRouter() {
  return createRouter({
    history: createWebHistory(),
    routes: [
      { path: '/', name: 'welcome', component: WelcomeView },
      {
        path: '/flickr/:externalId',
        name: 'recommendations',
        component: () => import('@/areas/recommendations/RecommendationsView.vue'),
        props: true,
      },
      {
        path: '/flickr/:externalId/add-favorites',
        name: 'onboarding',
        component: () => import('@/areas/onboarding/OnboardingView.vue'),
        props: true,
      },
      {
        path: '/flickr/:externalId/method',
        name: 'method',
        component: () => import('@/areas/method/MethodView.vue'),
        props: true,
      },
      {
        path: '/library',
        name: 'library',
        component: () => import('@/areas/library/LibraryView.vue'),
      },
      {
        path: '/library/images/:id(\\d+)',
        name: 'library-image',
        component: () => import('@/areas/libraryImage/ImageView.vue'),
        props: ({ params }) => ({ id: Number(params.id) }),
      },
      {
        path: '/image-search',
        name: 'image-search',
        component: () => import('@/areas/imageSearch/ImageSearchView.vue'),
      },
      {
        path: '/artists',
        name: 'artists',
        component: () => import('@/areas/artistFinder/ArtistsView.vue'),
      },
      {
        path: '/artists/:id([\\w-]+)',
        name: 'artist-search',
        component: () => import('@/areas/artistFinder/ArtistSearchView.vue'),
        props: true,
      },
      {
        path: '/crawls',
        name: 'crawls',
        component: () => import('@/areas/crawls/CrawlsView.vue'),
      },
      {
        path: '/crawls/:id(\\d+)',
        name: 'crawl',
        component: () => import('@/areas/crawls/CrawlView.vue'),
        props: ({ params }) => ({ id: Number(params.id) }),
      },
      {
        path: '/library/duplicates',
        name: 'library-duplicates',
        component: () => import('@/areas/duplicates/DuplicatesView.vue'),
      },
      {
        path: '/library/tags',
        name: 'library-tags',
        component: () => import('@/areas/tags/TagsView.vue'),
      },
      {
        path: '/subscriptions',
        name: 'subscriptions',
        component: () => import('@/areas/subscriptions/SubscriptionsView.vue'),
      },
      {
        path: '/subscriptions/:id(\\d+)',
        name: 'subscription',
        component: () => import('@/areas/subscriptions/SubscriptionView.vue'),
        props: ({ params }) => ({ id: Number(params.id) }),
      },
      {
        path: '/sources',
        name: 'sources',
        component: () => import('@/areas/sources/SourcesView.vue'),
      },
      {
        path: '/links',
        name: 'links',
        component: () => import('@/areas/links/LinksView.vue'),
      },
      {
        path: '/login',
        name: 'login',
        component: () => import('@/areas/session/LoginView.vue'),
      },
      {
        path: '/users',
        name: 'users',
        component: () => import('@/areas/users/UsersView.vue'),
      },
      {
        path: '/settings',
        name: 'settings',
        component: () => import('@/areas/settings/SettingsView.vue'),
      },
      {
        path: '/:anything(.*)*',
        name: 'not-found',
        component: () => import('@/components/NotFoundView.vue'),
      },
    ],
    scrollBehavior(to, from, saved) {
      // The lightbox only changes the query; the page behind it stays where it is.
      if (to.path === from.path) return false
      // The library finds the place by the picture that was at the top: its rows are not there yet.
      if (to.name === 'library' && to.query.at) return false
      if (saved) return saved
      return to.hash ? { el: to.hash, top: 80 } : { top: 0 }
    },
  })
}
