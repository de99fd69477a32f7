// SPDX-License-Identifier: MPL-2.0

/// The titles of the simulated library: works whose authors died long ago, and made-up ones.
///
/// Each line is a title, an author, a kind and where it stands: `|` between them, an empty place
/// meaning fiction. Some titles have signs that carriers must escape, and one is longer than a
/// field of SIP2.
enum TitleCatalogue {
    static let entries: [(name: String, author: String, kind: MaterialKind, shelf: String)] =
        text.split(separator: "\n").compactMap { line in
            let parts = line.split(separator: "|", omittingEmptySubsequences: false).map(
                String.init
            )
            guard parts.count == 4, let kind = MaterialKind(rawValue: parts[2]) else { return nil }
            return (parts[0], parts[1], kind, parts[3].isEmpty ? "sk" : parts[3])
        }

    private static let text = """
        Pelle Erobreren|Nexø, Martin Andersen|book|
        Lykke-Per|Pontoppidan, Henrik|book|
        Ved vejen|Bang, Herman|book|
        Niels Lyhne|Jacobsen, J.P.|book|
        Eventyr og historier|Andersen, H.C.|book|
        Kongens fald|Jensen, Johannes V.|book|
        En landsbydegns dagbog|Blicher, Steen Steensen|book|
        Krig & fred|Tolstoj, Lev|book|
        Den grønne ø på åen|Sortebær, Åse|film|
        Øveorkestret spiller Nielsen|Øveorkestret|music|78.79
        Brevet i bogkassen|Papirklip, Ib|book|
        Æblehaven|Blækhus, Ægir|audiobook|
        Bogmærkets hemmelighed|Omslag, Øjvind|game|79.41
        Hjemstavn og hede|Lyngbakke, Aage|book|46.4
        Bogvognen|Bogvognens redaktion|magazine|02.05
        Afsked ved havet|Hylde, Else|book|
        Den lange fortælling om fodnoten|Fodnote, Frits|book|
        Ludvigsbakke|Bang, Herman|book|
        Stuk|Bang, Herman|book|
        Tine|Bang, Herman|book|
        Haabløse slægter|Bang, Herman|book|
        Det hvide hus|Bang, Herman|book|
        De uden fædreland|Bang, Herman|book|
        Fru Marie Grubbe|Jacobsen, J.P.|book|
        Mogens og andre noveller|Jacobsen, J.P.|book|
        Det forjættede land|Pontoppidan, Henrik|book|
        De dødes rige|Pontoppidan, Henrik|book|
        Fra hytterne|Pontoppidan, Henrik|book|
        Isbjørnen|Pontoppidan, Henrik|book|
        Ditte Menneskebarn|Nexø, Martin Andersen|book|
        Erindringer|Nexø, Martin Andersen|book|99.4
        Himmerlandshistorier|Jensen, Johannes V.|book|
        Den lange rejse|Jensen, Johannes V.|book|
        Digte 1906|Jensen, Johannes V.|book|86.4
        Bræen|Jensen, Johannes V.|book|
        Improvisatoren|Andersen, H.C.|book|
        Kun en spillemand|Andersen, H.C.|book|
        O.T.|Andersen, H.C.|book|
        De to baronesser|Andersen, H.C.|book|
        Mit livs eventyr|Andersen, H.C.|book|99.4
        Billedbog uden billeder|Andersen, H.C.|book|
        Fodreise fra Holmens Canal til Østpynten af Amager|Andersen, H.C.|book|
        Præsten i Vejlbye|Blicher, Steen Steensen|book|
        E Bindstouw|Blicher, Steen Steensen|book|
        Trækfuglene|Blicher, Steen Steensen|book|86.4
        Jeppe på bjerget|Holberg, Ludvig|book|86.2
        Erasmus Montanus|Holberg, Ludvig|book|86.2
        Den politiske kandestøber|Holberg, Ludvig|book|86.2
        Peder Paars|Holberg, Ludvig|book|86.4
        Niels Klims underjordiske Rejse|Holberg, Ludvig|book|
        Aladdin|Oehlenschläger, Adam|book|86.2
        Hakon Jarl|Oehlenschläger, Adam|book|86.2
        Nordens guder|Oehlenschläger, Adam|book|86.4
        Valdemar Seier|Ingemann, B.S.|book|
        Erik Menveds barndom|Ingemann, B.S.|book|
        Morgen- og aftensange|Ingemann, B.S.|book|86.4
        Nordens mythologi|Grundtvig, N.F.S.|book|29.3
        En hverdagshistorie|Gyllembourg, Thomasine|book|
        Extremerne|Gyllembourg, Thomasine|book|
        Elverhøj|Heiberg, Johan Ludvig|book|86.2
        En sjæl efter døden|Heiberg, Johan Ludvig|book|86.2
        Hjortens flugt|Winther, Christian|book|86.4
        Adam Homo|Paludan-Müller, Frederik|book|86.4
        En dansk students eventyr|Møller, Poul Martin|book|
        Enten - eller|Kierkegaard, Søren|book|19
        Frygt og bæven|Kierkegaard, Søren|book|19
        Gjentagelsen|Kierkegaard, Søren|book|19
        Sygdommen til døden|Kierkegaard, Søren|book|19
        En jøde|Goldschmidt, M.A.|book|
        Hjemløs|Goldschmidt, M.A.|book|
        Fantasterne|Schack, Hans Egede|book|
        Phantasterne på hylden|Omslag, Øjvind|audiobook|
        Sommerglæder|Bang, Herman|book|
        Der var engang|Drachmann, Holger|book|86.2
        Forskrevet|Drachmann, Holger|book|
        Constance Ring|Skram, Amalie|book|
        Hellemyrsfolket|Skram, Amalie|book|
        Professor Hieronimus|Skram, Amalie|book|
        Minna|Gjellerup, Karl|book|
        Pilgrimmen Kamanita|Gjellerup, Karl|book|
        Livsens ondskab|Wied, Gustav|book|
        Knagsted|Wied, Gustav|book|
        Slægten|Wied, Gustav|book|
        Vredens børn|Aakjær, Jeppe|book|
        Rugens sange|Aakjær, Jeppe|book|86.4
        Helten|Kidde, Harald|book|
        Aage og Else|Kidde, Harald|book|
        Den farlige alder|Michaëlis, Karin|book|
        Bibi|Michaëlis, Karin|book|
        Kapitler af et liv|Kapitel, Karl|book|99.4
        Gyrithe Lemche fortæller|Lemche, Gyrithe|book|
        Edwardsgave|Lemche, Gyrithe|book|
        Æbelø|Michaëlis, Sophus|book|
        Under Junitræet|Hylde, Else|book|
        Digte|Claussen, Sophus|book|86.4
        Danske vers|Stuckenberg, Viggo|book|86.4
        Hærværk i biblioteket|Stikord, Ebbe|book|
        Havoc & harmoni|Indeks, Inge|music|78.79
        Madame Bovary|Flaubert, Gustave|book|
        Germinal|Zola, Émile|book|
        De elendige|Hugo, Victor|book|
        Klokkeren fra Notre Dame|Hugo, Victor|book|
        De tre musketerer|Dumas, Alexandre|book|
        Greven af Monte Cristo|Dumas, Alexandre|book|
        Jorden rundt på 80 dage|Verne, Jules|book|
        En verdensomsejling under havet|Verne, Jules|book|
        Rejsen til Jordens indre|Verne, Jules|book|
        Candide|Voltaire|book|
        Don Quixote|Cervantes, Miguel de|book|
        Den guddommelige komedie|Dante Alighieri|book|86.4
        Dekameron|Boccaccio, Giovanni|book|
        Pinocchio|Collodi, Carlo|book|
        Faust|Goethe, Johann Wolfgang von|book|86.2
        Den unge Werthers lidelser|Goethe, Johann Wolfgang von|book|
        Grimms eventyr|Grimm, Jacob|book|39.1
        Max og Moritz|Busch, Wilhelm|book|te sk
        Heidi|Spyri, Johanna|book|
        Schweizerfamilien Robinson|Wyss, Johann David|book|
        Hamlet|Shakespeare, William|book|86.2
        Kong Lear|Shakespeare, William|book|86.2
        En skærsommernatsdrøm|Shakespeare, William|book|86.2
        Stolthed og fordom|Austen, Jane|book|
        Fornuft og følelse|Austen, Jane|book|
        Emma|Austen, Jane|book|
        Jane Eyre|Brontë, Charlotte|book|
        Stormfulde højder|Brontë, Emily|book|
        Oliver Twist|Dickens, Charles|book|
        David Copperfield|Dickens, Charles|book|
        Et juleeventyr|Dickens, Charles|book|
        Store forventninger|Dickens, Charles|book|
        Skatteøen|Stevenson, Robert Louis|book|
        Dr. Jekyll og Mr. Hyde|Stevenson, Robert Louis|book|
        Sherlock Holmes' eventyr|Doyle, Arthur Conan|book|
        Baskervilles hund|Doyle, Arthur Conan|book|
        Dracula|Stoker, Bram|book|
        Frankenstein|Shelley, Mary|book|
        Billedet af Dorian Gray|Wilde, Oscar|book|
        Tidsmaskinen|Wells, H.G.|book|
        Alice i Eventyrland|Carroll, Lewis|book|
        Robinson Crusoe|Defoe, Daniel|book|
        Gullivers rejser|Swift, Jonathan|book|
        Moby Dick|Melville, Herman|book|
        Tom Sawyers eventyr|Twain, Mark|book|
        Huckleberry Finns eventyr|Twain, Mark|book|
        Når naturen kalder|London, Jack|book|
        Ulvehunden|London, Jack|book|
        Den sorte kat|Poe, Edgar Allan|book|
        Pigebørn|Alcott, Louisa May|book|
        Forbrydelse og straf|Dostojevskij, Fjodor|book|
        Brødrene Karamazov|Dostojevskij, Fjodor|book|
        Idioten|Dostojevskij, Fjodor|book|
        Anna Karenina|Tolstoj, Lev|book|
        Fædre og sønner|Turgenjev, Ivan|book|
        Døde sjæle|Gogol, Nikolaj|book|
        Kirsebærhaven|Tjekhov, Anton|book|86.2
        Et dukkehjem|Ibsen, Henrik|book|86.2
        Peer Gynt|Ibsen, Henrik|book|86.2
        Vildanden|Ibsen, Henrik|book|86.2
        Sult|Hamsun, Knut|book|
        Markens grøde|Hamsun, Knut|book|
        Synnøve Solbakken|Bjørnson, Bjørnstjerne|book|
        Gösta Berlings saga|Lagerlöf, Selma|book|
        Niels Holgersens rejse|Lagerlöf, Selma|book|
        Det røde værelse|Strindberg, August|book|
        Hemsöboerne|Strindberg, August|book|
        Iliaden|Homer|book|88
        Odysseen|Homer|book|88
        Metamorfoser|Ovid|book|88
        Æsops fabler|Æsop|book|88
        Snorres kongesagaer|Snorre Sturlason|book|96.1
        Njals saga|Ukendt|book|
        Tusind og én nat|Ukendt|book|39.1
        Danmarks krønike|Saxo Grammaticus|book|96.1
        Byen ved fjorden|Sortebær, Åse|film|
        Fyrtårnets sidste nat|Sortebær, Åse|film|
        Cykeltyvens drøm|Årbog, Bo|film|
        En vinter i Thy|Årbog, Bo|film|
        Mørkelygten|Leksikon, Lis|film|
        Katten på Strandvejen|Leksikon, Lis|film|
        Den sidste færge|Globus, Gerda|film|
        Regnvejrsfilm & andre kortfilm|Globus, Gerda|film|
        Sange fra læsesalen|Læsesalens kor|music|78.79
        Strygekvartetter|Øveorkestret|music|78.43
        Børnesange på ny|Prøvetrioen|music|78.79
        Æ, ø og å: sange|Prøvetrioen|music|78.79
        Lydprøver|Nodeark, Nis|music|78.79
        Jul i bogbussen|Bogbussens band|music|78.79
        Labyrinten i magasinet|Lånespil|game|79.41
        Bibliotekets vogter|Lånespil|game|79.41
        Hyldekapløbet 2|Lånespil|game|79.41
        Ordjagten|Lånespil|game|79.41
        Lykke-Per, oplæst|Pontoppidan, Henrik|audiobook|
        Eventyr, oplæst|Andersen, H.C.|audiobook|
        Ved vejen, oplæst|Bang, Herman|audiobook|
        Sherlock Holmes, oplæst|Doyle, Arthur Conan|audiobook|
        Avisstokken|Avisstokkens redaktion|magazine|07.05
        Hus & hylde|Hus & hyldes redaktion|magazine|64.05
        Strik og stikord|Stikords redaktion|magazine|64.605
        Kladdehæftet|Kladdehæftets redaktion|magazine|07.05
        100 % uld: strik efter mål|Kladdehæfte, Kaja|book|64.64
        Svampe i skoven|Kapitel, Karl|book|46.4
        Fugle ved fjorden|Kapitel, Karl|book|59.8
        Danmarks øer <på cykel>|Rejsebog, Rie|book|46
        Første hjælp til bøger|Lindehave, Liv|book|02.8
        Brød på surdej|Blækklat, Bente|book|64.14
        Stjernehimlen over Danmark|Læselampe, Lau|book|52
        Matematik for nysgerrige|Indeks, Inge|book|51
        Skak fra begyndelsen|Trappestige, Tage|book|79.3
        Vejen, som begynder ved havet, går gennem klitter, hede, plantage, eng og ager, forbi \
        kirker, kroer, møller, broer, banegårde og brugsforeninger, og først ender, hvor den, som \
        har gået den til ende, igen ser havet for sig og vender om|Rejsebog, Rie|book|46
        """
}
