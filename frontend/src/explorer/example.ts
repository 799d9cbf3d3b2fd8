/** What the explorer shows somebody who has never been there: it can be run as it is. */
export const EXAMPLE = `# Images of the library: one search grammar for every surface.
# Press Ctrl-Enter to run this.

query Landscapes {
  library(query: "width:>=640 order:newest", first: 5) {
    total
    hidden
    images {
      id
      title
      width
      height
      rating
      tags { name namespace }
      posts { url owner { displayName } }
    }
    nextCursor
  }
}
`
