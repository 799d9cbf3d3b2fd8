import { computed, type WritableComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'

/**
 * A filter that the address holds (`?name=value`), so that reloading, going back and passing it on show the same.
 * Empty where the address says nothing, or nothing of what there is to choose from.
 */
export function useAddressField<Value extends string = string>(
  name: string,
  choices?: readonly Value[],
): WritableComputedRef<Value | ''> {
  const route = useRoute()
  const router = useRouter()
  return computed({
    get() {
      const value = route.query[name]
      if (typeof value !== 'string') return ''
      return !choices || choices.includes(value as Value) ? (value as Value) : ''
    },
    set: (value) => void router.push({ query: { ...route.query, [name]: value || undefined } }),
  })
}
