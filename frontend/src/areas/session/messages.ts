export const messages = {
  logIn: 'Log in with Flickr',
  logInShort: 'Log in',
  logOut: 'Log out',
  loggedOut: 'You are logged out in this browser.',
  logOutFailed: 'Logging out did not work: {detail}',
  menu: 'Account menu of {name}',
  mine: 'My recommendations',
  addFavorites: 'Add favourites',
  settings: 'Settings',
}
