import { onScopeDispose, ref, type Ref } from 'vue'

/** The time, which goes on while the component lives: for words such as "in 5 minutes". */
export function useNow(everyMilliseconds = 1_000): Ref<Date> {
  const now = ref(new Date())
  const timer = setInterval(() => (now.value = new Date()), everyMilliseconds)
  onScopeDispose(() => clearInterval(timer))
  return now
}
