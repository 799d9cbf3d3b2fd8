export const messages = {
  title: 'Find some favourites',
  intro:
    'Fave a few photos that you like. Fovea looks at what their photographers love, and takes it from there.',
  goal: {
    label: 'Progress to your recommendations',
    words:
      '{favorites} of {neededFavorites} favourites, {photographers} of {neededPhotographers} photographers',
    wordsReached: '{favorites} favourites by {photographers} photographers',
    reached: 'That is enough to start with. More favourites make it better.',
    missing: 'Fave a few more, from different photographers.',
    go: 'Take me to my recommendations',
  },
  fromGroup: 'From the group',
  groups: 'Groups to look through',
  groupsEmpty: 'No groups are set up here. Fave some photos on Flickr, then come back.',
  members: '{count} member | {count} members',
  groupOnFlickr: 'Group on Flickr',
  photosOf: 'Photos of {name}',
  loading: 'Photos are on their way',
  more: 'More photos',
  loadingMore: 'Loading more',
  end: 'That’s every photo of this group that you have not faved.',
  empty: 'This group has no photos that you have not faved.',
  notYours: {
    title: 'Only {name} can add favourites here',
    text: 'Faves are made under one’s own name on Flickr. Log in, or look at someone else’s recommendations.',
    notAtFlickr:
      'Faves are made under one’s own name on Flickr, and you are logged in here as {name}, a name that Flickr does not know. Log in with Flickr for this; you are then here under your Flickr name.',
    someone: 'this person',
    yours: 'Go to my page',
  },
}
