"""The methods that the simulator has, by name."""

from simulator.rest.calls import Method
from simulator.rest.methods import comments, favorites, groups, people, photos, searching, testing

METHODS: dict[str, Method] = {
    "flickr.auth.oauth.checkToken": Method(testing.check_token),
    "flickr.contacts.getPublicList": Method(people.contacts),
    "flickr.favorites.add": Method(favorites.add, "write"),
    "flickr.favorites.getPublicList": Method(favorites.public_list),
    "flickr.favorites.remove": Method(favorites.remove, "write"),
    "flickr.groups.getInfo": Method(groups.info),
    "flickr.groups.pools.getPhotos": Method(groups.pool),
    "flickr.interestingness.getList": Method(searching.interesting),
    "flickr.people.findByUsername": Method(people.by_name),
    "flickr.people.getInfo": Method(people.info),
    "flickr.people.getPublicPhotos": Method(people.photos),
    "flickr.photos.comments.addComment": Method(comments.add, "write"),
    "flickr.photos.comments.getList": Method(comments.listed),
    "flickr.photos.getAllContexts": Method(groups.of_photo),
    "flickr.photos.getInfo": Method(photos.info),
    "flickr.photos.search": Method(searching.search),
    "flickr.test.echo": Method(testing.echo),
    "flickr.test.login": Method(testing.login, "read"),
    "flickr.urls.lookupGroup": Method(groups.by_url),
    "flickr.urls.lookupUser": Method(people.by_url),
}
