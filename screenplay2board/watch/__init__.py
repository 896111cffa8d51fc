"""A live preview: the book is built again whenever one of its sources changes, and browsers show it at once.

sources.py   which files a build reads, and whether they changed
session.py   builds, waits for a change, builds again
status.py    where the session stands, and who waits to hear of it
server.py    the book and the status for browsers on this machine
"""
