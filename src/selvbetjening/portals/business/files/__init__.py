"""The solution My File Transfer as a whole: what its parts list, under one name and in one menu.

`filetransfer` sends, follows and collects, `sshkeys` looks after SFTP users, `guides` explains; they know nothing of
this package.
"""
