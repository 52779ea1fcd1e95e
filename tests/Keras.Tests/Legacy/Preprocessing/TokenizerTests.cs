using static Keras.keras;

namespace Keras.Tests.Legacy.Preprocessing;

public class TokenizerTests
{
    [Fact]
    public void TheLinesOfTutorials()
    {
        var tokenizer = keras.preprocessing.text.Tokenizer(num_words: 6);
        tokenizer.fit_on_texts(["The cat sat on the mat.", "The dog ate my homework."]);
        Assert.Equal(1, tokenizer.word_index["the"]);
        Assert.Equal(2, tokenizer.word_index["cat"]);
        var sequences = tokenizer.texts_to_sequences(["the cat ate the dog"]);
        Assert.Equal([1, 2, 1], sequences[0]);
        var padded = keras.preprocessing.sequence.pad_sequences(sequences, maxlen: 5);
        Assert.Equal([0, 0, 1, 2, 1], padded.ToArray<int>());
        Assert.Equal([1L, 6L], tokenizer.texts_to_matrix(["the cat"], mode: "binary").shape);
    }

    [Fact]
    public void JsonKeepsEverything()
    {
        var tokenizer = keras.preprocessing.text.Tokenizer(oov_token: "<OOV>", lower: false);
        tokenizer.fit_on_texts(["Über \"Äpfel\"", "Äpfel"]);
        var again = keras.preprocessing.text.tokenizer_from_json(tokenizer.to_json());
        Assert.Equal(tokenizer.to_json(), again.to_json());
        Assert.Equal(tokenizer.texts_to_sequences(["Äpfel und Über"]), again.texts_to_sequences(["Äpfel und Über"]));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"config\": {}}")]
    [InlineData("{\"config\": {\"num_words\": \"many\"}}")]
    [InlineData("no json")]
    public void WhatIsNoTokenizerIsRefused(string json) => Assert.Contains("tokenizer", Assert.ThrowsAny<Exception>(() => { keras.preprocessing.text.tokenizer_from_json(json); }).Message);

    [Fact]
    public void AMatrixNeedsWords()
    {
        var tokenizer = keras.preprocessing.text.Tokenizer();
        Assert.Contains("num_words", Assert.Throws<ArgumentException>(() => tokenizer.texts_to_matrix(["a"])).Message);
        tokenizer.fit_on_texts(["a"]);
        Assert.Contains("binary, count, freq, tfidf", Assert.Throws<ArgumentException>(() => tokenizer.texts_to_matrix(["a"], "other")).Message);
    }
}
