import axe from 'axe-core'

/**
 * What axe finds wrong, one line each. What needs a real browser (colours, drawn text) and what a
 * part of a page cannot have (landmarks) is left out here.
 */
export async function accessibilityProblems(root: Element): Promise<string[]> {
  const { violations } = await axe.run(root, {
    rules: {
      'color-contrast': { enabled: false },
      'label-content-name-mismatch': { enabled: false },
      region: { enabled: false },
    },
  })
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`,
  )
}
