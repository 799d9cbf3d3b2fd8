export const messages = {
  title: 'Find the photographs you will love next.',
  pitch:
    'Fovea reads someone’s Flickr favourites, asks what the photographers behind them love themselves, and shows you the best of it, with the reasons.',
  form: {
    label: 'A Flickr address or name',
    placeholder: 'flickr.com/photos/…',
    submit: 'Show recommendations',
    working: 'Looking up',
    empty: 'Paste a Flickr address, or type a user name.',
    forms: 'Any of these will do',
    examples: {
      photos: 'flickr.com/photos/name',
      people: 'flickr.com/people/name',
      photo: 'a photo’s page',
      short: 'flic.kr/p/2kXyz',
      nsid: "12345678{'@'}N00",
      name: 'a user name',
    },
  },
  or: 'or',
  logInHint: 'To fave, comment and dismiss right here. Fovea asks Flickr for permission first.',
  continueAs: 'Go to my recommendations',
  welcomeBack: 'Welcome back, {name}',
  private: '{name} keeps their favourites private, so there is nothing to go by. Try someone else.',
  gone: '{name} is no longer on Flickr. Try someone else.',
  loginFailed: {
    refused: 'You did not give Fovea access on Flickr, so you are not logged in.',
    expired: 'That log-in took too long and has expired. Start it once more.',
    not_set_up: 'Logging in is not set up here: this installation has no Flickr keys.',
    other: 'Logging in with Flickr did not work. Try again in a moment.',
  },
  recent: {
    title: 'Looked up before',
    hint: 'Kept in this browser only.',
    remove: 'Forget {name}',
    clear: 'Forget all',
  },
  wall: {
    pause: 'Pause',
    play: 'Play',
  },
}
