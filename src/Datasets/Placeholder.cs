namespace Keras.Datasets;
