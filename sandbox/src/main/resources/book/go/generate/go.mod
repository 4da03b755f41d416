module example.com/@@kebab@@

go 1.21
