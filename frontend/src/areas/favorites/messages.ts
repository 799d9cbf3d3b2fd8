export const messages = {
  fave: 'Fave {title}',
  faved: 'You faved “{title}”.',
  unfaved: '“{title}” is no longer a favourite.',
  faveFailed: '“{title}” was not faved. {detail}',
  unfaveFailed: '“{title}” is still a favourite. {detail}',
}
