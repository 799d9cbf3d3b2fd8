import { VueQueryPlugin } from '@tanstack/vue-query'
import { createApp } from 'vue'
import App from './App.vue'
import { makeQueryClient } from './api/queryClient'
import { moveFocusOnNavigation } from './components/routeFocus'
import { i18n } from './i18n'
import { preferredLanguage, speak } from './locales/languages'
import { makeRouter } from './router'
import './styles/main.css'

const router = makeRouter()
moveFocusOnNavigation(router)

// Words that do not come leave the page in English.
await speak(preferredLanguage()).catch(() => undefined)

createApp(App)
  .use(router)
  .use(i18n)
  .use(VueQueryPlugin, { queryClient: makeQueryClient() })
  .mount('#app')
