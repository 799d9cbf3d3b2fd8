import { useQueryClient, type InfiniteData } from '@tanstack/vue-query'
import { reactive } from 'vue'
import { asProblem } from '@/api/problem'
import { announce } from '@/components/announce'
import { showToast } from '@/components/toasts'
import { translate as t } from '@/i18n'
import { changeUser, nameOf, usersOptions, type ManagedUser, type Role } from './users'

interface Page {
  users: ManagedUser[]
  next_cursor: string | null
}

/** What an administrator does with users. Each is shown as the server says that they are now. */
export function useUserChanges() {
  const client = useQueryClient()
  const busy = reactive(new Set<number>())

  /** One user of the list as they are now; where they stand in it does not change. */
  const show = (user: ManagedUser) =>
    client.setQueryData<InfiniteData<Page>>(usersOptions.queryKey, (known) =>
      known === undefined
        ? known
        : {
            ...known,
            pages: known.pages.map((page) => ({
              ...page,
              users: page.users.map((one) => (one.id === user.id ? user : one)),
            })),
          },
    )

  async function change(user: ManagedUser, wish: Parameters<typeof changeUser>[1]) {
    if (busy.has(user.id)) return null
    busy.add(user.id)
    try {
      const changed = await changeUser(user.id, wish)
      show(changed)
      return changed
    } catch (thrown) {
      const { detail } = asProblem(thrown)
      showToast({ tone: 'problem', text: t('users.failed', { name: nameOf(user), detail }) })
      return null
    } finally {
      busy.delete(user.id)
    }
  }

  async function setRole(user: ManagedUser, role: Role) {
    const changed = await change(user, { role })
    if (changed === null) return
    const words = { name: nameOf(user), role: t(`session.role.${changed.role}`) }
    // Whom the settings name stays an administrator, whatever the list says.
    if (changed.role === role) announce(t('users.roleSet', words))
    else showToast({ tone: 'problem', text: t('users.roleStays', words) })
  }

  async function setDisabled(user: ManagedUser, disabled: boolean) {
    const changed = await change(user, { disabled })
    if (changed === null) return
    showToast({ text: t(disabled ? 'users.disabled' : 'users.enabled', { name: nameOf(user) }) })
  }
  return { busy, setRole, setDisabled }
}
